/*
 * A made-up round of any size as files for `giljabi allot`: sessions with equal
 * seats, pupils with lists whose first wishes crowd on a few sessions (the k-th
 * most popular one is wished for in proportion to k to the power -popularity),
 * a tenth of them in the group "care", for which seats are reserved.
 *
 * usage: allot_instance FOLDER PUPILS SESSIONS SEATS SHORTEST LONGEST SEED
 *	POPULARITY RESERVED
 *
 * With the same numbers it is the instance on which the draw was measured first
 * (docs/seats.md).
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct instance {
	const char *folder;
	uint32_t pupils, sessions, seats, shortest, longest, reserved;
	double popularity;
	uint64_t state;
	double *share; /* cumulated, of the sessions by popularity */
	uint32_t *session; /* by popularity */
};

/* Steele, Lea and Flood 2014. */
static uint64_t
mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static uint64_t
chance(struct instance *in)
{
	return mix(in->state++);
}

static FILE *
file_open(const struct instance *in, const char *name)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", in->folder, name);
	file = fopen(path, "w");
	if (file == NULL) {
		perror(path);
		exit(1);
	}
	return file;
}

static void
popularity_make(struct instance *in)
{
	double sum = 0;

	in->share = malloc(sizeof *in->share * in->sessions);
	in->session = malloc(sizeof *in->session * in->sessions);
	if (in->share == NULL || in->session == NULL)
		exit(1);
	for (uint32_t s = 0; s < in->sessions; s++) {
		sum += pow(s + 1, -in->popularity);
		in->share[s] = sum;
		in->session[s] = s;
	}
	for (uint32_t s = 0; s < in->sessions; s++)
		in->share[s] /= sum;
	for (uint32_t s = in->sessions - 1; s > 0; s--) {
		uint32_t other = (uint32_t)(chance(in) % (s + 1));
		uint32_t kept = in->session[s];

		in->session[s] = in->session[other];
		in->session[other] = kept;
	}
}

static uint32_t
wish_make(struct instance *in)
{
	double u = (double)(chance(in) >> 11) * 0x1p-53;
	uint32_t low = 0, high = in->sessions - 1;

	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (in->share[middle] < u)
			low = middle + 1;
		else
			high = middle;
	}
	return in->session[low];
}

static void
pupil_write(struct instance *in, uint32_t pupil, FILE *file)
{
	uint64_t kind = chance(in);
	uint32_t spread = in->longest - in->shortest + 1;
	uint32_t length = in->shortest + (uint32_t)(kind >> 32) % spread;
	uint32_t list[64], count = 0, at;

	chance(in);
	length = length > in->sessions ? in->sessions : length;
	length = length > 64 ? 64 : length;
	fprintf(file, "p%08u,1,,%s,0,", pupil, kind % 10 == 0 ? "care" : "");
	while (count < length) {
		list[count] = wish_make(in);
		for (at = 0; list[at] != list[count]; at++)
			;
		if (at == count)
			fprintf(
			    file, "%ss%05u", count++ > 0 ? ">" : "", list[at]);
	}
	fputc('\n', file);
}

int
main(int argc, char **argv)
{
	struct instance in;
	FILE *file;

	if (argc != 10) {
		fputs("usage: allot_instance FOLDER PUPILS SESSIONS SEATS "
		      "SHORTEST LONGEST SEED POPULARITY RESERVED\n",
		    stderr);
		return 2;
	}
	in.folder = argv[1];
	in.pupils = (uint32_t)strtoul(argv[2], NULL, 10);
	in.sessions = (uint32_t)strtoul(argv[3], NULL, 10);
	in.seats = (uint32_t)strtoul(argv[4], NULL, 10);
	in.shortest = (uint32_t)strtoul(argv[5], NULL, 10);
	in.longest = (uint32_t)strtoul(argv[6], NULL, 10);
	in.state = strtoull(argv[7], NULL, 10) << 40;
	in.popularity = strtod(argv[8], NULL);
	in.reserved = (uint32_t)strtoul(argv[9], NULL, 10);
	popularity_make(&in);
	file = file_open(&in, "sessions.csv");
	fputs("session,seats,min_open,node,site,slot,reserve\n", file);
	for (uint32_t s = 0; s < in.sessions; s++)
		fprintf(
		    file, "s%05u,%u,0,,,,care:%u\n", s, in.seats, in.reserved);
	fclose(file);
	file = file_open(&in, "applicants.csv");
	fputs("applicant,size,node,groups,band,choices\n", file);
	for (uint32_t pupil = 0; pupil < in.pupils; pupil++)
		pupil_write(&in, pupil, file);
	fclose(file);
	free(in.share);
	free(in.session);
	return 0;
}
