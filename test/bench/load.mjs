/*
 * Load on loopback, without a library between: what is measured is the server,
 * and the generator itself has to cost little of the same machine.
 *
 * A closed loop asks again when it is answered: as many clients as there are,
 * never more. An open loop begins at fixed times whether or not the ones before
 * are done, and counts from the time that was due, so that a stall is seen by
 * all who would have come in it.
 */
import { connect } from 'node:net';

const CRLFCRLF = Buffer.from('\r\n\r\n');
const now = () => performance.now();

/*
 * One keep-alive connection, one request at a time; opened anew after an answer
 * that closes it, as nginx does after a thousand.
 */
export class Connection {
	#where;
	#socket = null;
	#came = Buffer.alloc(0);
	#head = null;
	#length = 0;
	#waits = null;

	/* where: what net.connect takes */
	constructor(where) {
		this.#where = where;
		this.#open();
	}

	#open() {
		const socket = connect({ ...this.#where, noDelay: true });

		this.#socket = socket;
		socket.on('data', bytes => this.#take(bytes));
		socket.on('error', error => this.#fail(error));
		socket.on('close', () => {
			if (this.#socket !== socket)
				return;
			this.#socket = null;
			this.#fail(new Error('closed'));
		});
	}

	/* Answers { status, head, body }. */
	ask(bytes) {
		return new Promise((done, failed) => {
			this.#waits = { done, failed };
			if (this.#socket === null)
				this.#open();
			this.#socket.write(bytes);
		});
	}

	end() {
		this.#socket?.destroy();
		this.#socket = null;
	}

	#fail(error) {
		this.#waits?.failed(error);
		this.#waits = null;
	}

	#take(bytes) {
		this.#came = this.#came.length ?
			Buffer.concat([this.#came, bytes]) : bytes;
		if (this.#head === null && !this.#takeHead())
			return;
		if (this.#came.length < this.#length)
			return;
		const { done } = this.#waits;
		const answer = { status: Number(this.#head.slice(9, 12)),
			head: this.#head, body: this.#came.subarray(0, this.#length) };

		this.#waits = this.#head = null;
		this.#came = this.#came.subarray(this.#length);
		if (/\r\nconnection: *close/i.test(answer.head))
			this.end();
		done(answer);
	}

	#takeHead() {
		const end = this.#came.indexOf(CRLFCRLF);

		if (end < 0)
			return false;
		this.#head = this.#came.latin1Slice(0, end);
		this.#came = this.#came.subarray(end + CRLFCRLF.length);
		this.#length = Number(/\r\ncontent-length: *(\d+)/i
			.exec(this.#head)?.[1] ?? 0);
		return true;
	}
}

export function request(method, path, headers = {}, body) {
	const bytes = body === undefined ? '' : JSON.stringify(body);
	const lines = Object.entries({ host: 'localhost', ...headers,
		...(body === undefined ? {} : { 'content-type': 'application/json',
			'content-length': Buffer.byteLength(bytes) }) })
		.map(([name, value]) => `${name}: ${value}\r\n`);

	return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n` +
		bytes);
}

export const cookieOf = client => [...client.cookies]
	.map(([name, value]) => `${name}=${value}`).join('; ');

const pause = milliseconds => new Promise(done => {
	setTimeout(done, milliseconds);
});

function demand(answer) {
	if (answer.status !== 200)
		throw new Error(`${answer.head}\n\n${answer.body}`);
	return answer;
}

/* Milliseconds until the answer was there; anything but a 200 is an error. */
export async function asked(connection, bytes, since = now()) {
	const answer = demand(await connection.ask(bytes));

	return { answer, took: now() - since };
}

export const sorted = values => Float64Array.from(values).sort();

/*
 * Each client goes through the requests in turn, from another place, with
 * `rest` milliseconds between; answers the sorted times.
 */
export async function closedLoop({ where, clients, seconds, requests,
	rest = 0 }) {
	const end = now() + seconds * 1000, times = [];

	await Promise.all(Array.from({ length: clients }, async (_, client) => {
		const connection = new Connection(where);

		for (let turn = client; now() < end; turn++) {
			const { took } = await asked(connection,
				requests[turn % requests.length]);

			times.push(took);
			if (rest > 0)
				await pause(rest);
		}
		connection.end();
	}));
	return sorted(times);
}

/* one(number, due) is called `rate` times a second; answers its results. */
export async function openLoop({ rate, seconds, one }) {
	const began = now(), running = [];

	for (let at = 0; at < rate * seconds; at++) {
		const due = began + at * 1000 / rate;

		if (due > now())
			await pause(due - now());
		running.push(one(at, due));
		running.at(-1).catch(() => {});	/* told below, by all of them */
	}
	return Promise.all(running);
}
