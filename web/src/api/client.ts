/*
 * The one way to the server. Paths, what goes in and what comes out are typed
 * from schema.d.ts, which is made from the server's own OpenAPI page:
 *
 *	const round = await api.get('/api/rounds/{round}', { path: { round } });
 *
 * Every call rejects with a Problem, or with an AbortError if it was called
 * off through `signal`.
 */
import { Problem, type ProblemFields } from './problem';
import type { paths } from './schema';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Known = keyof paths & string;

/* While no schema has been made, any path goes and nothing is known of it. */
type Untyped = [Known] extends [never] ? true : false;

export type PathOf<M extends Method> = Untyped extends true ? string
	: { [P in Known]: paths[P] extends Record<M, object> ? P : never }[Known];

type Operation<P, M extends Method> =
	P extends Known ? M extends keyof paths[P] ? paths[P][M] : never : any;

type Json<C> = C extends { content: { 'application/json': infer T } }
	? T : undefined;

export type Answer<P, M extends Method> = Untyped extends true ? any
	: Operation<P, M> extends { responses: infer R }
		? Json<R[keyof R & (200 | 201 | 202)]> : undefined;

export type Body<P, M extends Method> = Untyped extends true ? any
	: Operation<P, M> extends { requestBody?: infer B }
		? Json<NonNullable<B>> : undefined;

type Parameters<P, M extends Method, Where extends string> =
	Untyped extends true ? any
		: Operation<P, M> extends { parameters: infer A }
			? Where extends keyof A ? A[Where] : undefined : undefined;

export interface Options<P, M extends Method> {
	path?: Parameters<P, M, 'path'>;
	query?: Parameters<P, M, 'query'>;
	body?: Body<P, M>;
	signal?: AbortSignal;
}

interface Call {
	path?: Record<string, string | number>;
	query?: Record<string, unknown>;
	body?: unknown;
	signal?: AbortSignal;
}

const RETRY_AFTER_MS = 400;

let csrf = '';
let sessionEnded: () => void = () => undefined;

export function csrfSet(token: string) {
	csrf = token;
}

/* What to do when the server says that nobody is signed in any more. */
export function onSessionEnded(handler: () => void) {
	sessionEnded = handler;
}

export function isAbort(error: unknown): boolean {
	return error instanceof DOMException && error.name === 'AbortError';
}

/* Fills {names} and appends the query; an empty value is left out. */
export function addressOf(template: string, call: Call = {}): string {
	const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => {
		const value = call.path?.[name];

		if (value === undefined)
			throw new Error(`no value for {${name}} in ${template}`);
		return encodeURIComponent(String(value));
	});
	const query = new URLSearchParams();

	for (const [name, value] of Object.entries(call.query ?? {})) {
		for (const one of Array.isArray(value) ? value : [value]) {
			if (one !== undefined && one !== null && one !== '')
				query.append(name, String(one));
		}
	}
	return [...query].length > 0 ? `${filled}?${query}` : filled;
}

function headersOf(method: Method, json: boolean): Record<string, string> {
	return {
		Accept: 'application/json, application/problem+json',
		...(json && { 'Content-Type': 'application/json' }),
		...(method !== 'get' && { 'X-CSRF-Token': csrf }),
	};
}

function waited(ms: number): Promise<void> {
	return new Promise((resolve) => {
		setTimeout(resolve, ms);
	});
}

/* A lost GET is asked once more; anything else might have been done. */
async function fetched(address: string, init: RequestInit): Promise<Response> {
	try {
		return await fetch(address, init);
	} catch (error) {
		if (isAbort(error))
			throw error;
		if (init.method !== 'GET')
			throw new Problem({ status: 0, id: 'network' });
	}
	await waited(RETRY_AFTER_MS);
	try {
		return await fetch(address, init);
	} catch (error) {
		if (isAbort(error))
			throw error;
		throw new Problem({ status: 0, id: 'network' });
	}
}

function problemFrom(status: number, text: string): Problem {
	let body: Partial<ProblemFields> = {};

	try {
		body = JSON.parse(text) as Partial<ProblemFields>;
	} catch {
		/* A proxy's page, perhaps; the status says enough. */
	}
	return new Problem({ ...body, status, id: body.id ?? `status.${status}` });
}

function answered(status: number, text: string): unknown {
	if (status >= 200 && status < 300)
		return text === '' ? undefined : JSON.parse(text);
	if (status === 401)
		sessionEnded();
	throw problemFrom(status, text);
}

async function call(method: Method, template: string, options: Call) {
	const json = options.body !== undefined;
	const response = await fetched(addressOf(template, options), {
		method: method.toUpperCase(),
		headers: headersOf(method, json),
		credentials: 'same-origin',
		...(json && { body: JSON.stringify(options.body) }),
		...(options.signal && { signal: options.signal }),
	});

	return answered(response.status, await response.text());
}

function caller<M extends Method>(method: M) {
	return <P extends PathOf<M>>(path: P, options: Options<P, M> = {}) =>
		call(method, path, options as Call) as Promise<Answer<P, M>>;
}

export const api = {
	get: caller('get'),
	post: caller('post'),
	put: caller('put'),
	patch: caller('patch'),
	delete: caller('delete'),
};

export interface UploadOptions {
	path?: Record<string, string | number>;
	/* A share between 0 and 1 of what has left this machine. */
	onProgress?: (share: number) => void;
	signal?: AbortSignal;
}

/* fetch() cannot say how far an upload has come; this can. */
export function upload<P extends PathOf<'post'>>(
	path: P, content: Blob | FormData, options: UploadOptions = {},
): Promise<Answer<P, 'post'>> {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();

		request.open('POST', addressOf(path, options as Call));
		for (const [name, value] of Object.entries(headersOf('post', false)))
			request.setRequestHeader(name, value);
		request.upload.onprogress = (event) => {
			if (event.lengthComputable)
				options.onProgress?.(event.loaded / event.total);
		};
		request.onload = () => {
			try {
				resolve(answered(request.status, request.responseText) as
					Answer<P, 'post'>);
			} catch (error) {
				reject(error);
			}
		};
		request.onerror = () =>
			reject(new Problem({ status: 0, id: 'network' }));
		request.onabort = () =>
			reject(new DOMException('called off', 'AbortError'));
		options.signal?.addEventListener('abort', () => request.abort());
		request.send(content);
	});
}
