/* A small sound catalogue; see small.h. */
#include "catalog/small.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

#define ABOUT "두 문장입니다. 둘째입니다.,Two sentences. The second."
#define ITEMS "id,letter,activity,text_ko,text_en,slope,b1,b2,b3,b4\n"

static const struct {
	const char *name, *text;
} files[] = {
	{ "fields.csv",
	    "id,name_ko,name_en,about_ko,about_en,child_ko,"
	    "child_en,R,I,A,S,E,C\n"
	    "making,만들기,Making," ABOUT ",만드는 일이에요.,It is making.,"
	    "6.0,3.0,2.0,1.0,1.5,3.0\n"
	    "helping,돕기,Helping," ABOUT ",돕는 일이에요.,It is helping.,"
	    "1.0,2.0,2.0,6.5,3.0,2.0\n" },
	{ "subjects.csv",
	    "name_ko,name_en,group,category\n"
	    "물리학,Physics,과학,일반선택\n"
	    "심리학,Psychology,교양,진로선택\n" },
	{ "majors.csv",
	    "id,name_ko,name_en,field,about_ko,about_en,subjects,"
	    "R,I,A,S,E,C\n"
	    "mechanics,기계학과,Mechanics,making," ABOUT ",물리학,"
	    "6.2,4.0,1.5,1.0,2.0,3.0\n"
	    "welfare,복지학과,Welfare,helping," ABOUT ",심리학;물리학,"
	    "1.0,2.5,2.0,6.8,3.0,2.0\n" },
	{ "occupations.csv",
	    "id,name_ko,name_en,about_ko,about_en,child_ko,"
	    "child_en,fields,majors,subjects,R,I,A,S,E,C,source,onet,"
	    "job_zone\n"
	    "welder,용접원,Welder," ABOUT ",쇠를 이어요.,It joins steel.,"
	    "making,mechanics,물리학,6.8,2.0,2.0,1.0,1.5,3.0,own,"
	    "51-4121.00,2\n"
	    "carer,돌봄 활동가,Care Worker," ABOUT ",돌봐요.,It is care.,"
	    "helping;making,welfare,심리학,2.0,2.0,2.0,6.6,3.0,2.0,own,"
	    "31-1122.00,2\n"
	    "teacher,교사,Teacher," ABOUT ",가르쳐요.,It is teaching.,"
	    "helping,welfare;mechanics,심리학;물리학,"
	    "1.0,3.0,3.0,6.7,4.0,2.5,own,,4\n" },
	{ "related.csv",
	    "occupation,near,source\n"
	    "welder,carer,onet\n"
	    "carer,teacher;welder,onet\n"
	    "teacher,carer,own\n" },
	{ "tries.csv",
	    "id,field,text_ko,text_en,R,I,A,S,E,C\n"
	    "try-1,making,상자를 만들어 볼 수 있어요.,You could make a box.,"
	    "6,2,2,1,1,2\n"
	    "try-2,helping,도와줄 수 있어요.,You could help.,1,1,2,6,2,2\n" },
	{ "high_schools.csv",
	    "id,name_ko,name_en,about_ko,about_en,fields,"
	    "R,I,A,S,E,C\n"
	    "general,일반고,General school," ABOUT ",making;helping,"
	    "3,4,3,4,3,4\n" },
	{ "standards.csv",
	    "code,area,text_ko,text_en\n"
	    "9진로01-01,1,일을 살펴본다.,Look at work.\n" },
	{ "regions.csv",
	    "code,name_ko,name_en,part,valid_from,valid_to\n"
	    "41110,수원시,Suwon,S,2020-01-01,\n" },
	{ "offices.csv",
	    "id,name_ko,name_en,valid_from,valid_to\n"
	    "suwon,수원,Suwon Office,2020-01-01,\n" },
	{ "region_offices.csv",
	    "region,office,valid_from,valid_to\n"
	    "41110,suwon,2020-01-01,\n" },
	{ "experiences.csv",
	    "id,name_ko,name_en,about_ko,about_en,"
	    "pupils_per_adult\n"
	    "TALK,강연,Talk," ABOUT ",40\n"
	    "VISIT,견학,Visit," ABOUT ",\n" },
	{ "strengths.csv",
	    "id,letter,text_ko,text_en\n"
	    "s-1,R,잘 만들어요.,Makes well.\n"
	    "s-2,I,잘 찾아요.,Finds well.\n"
	    "s-3,A,잘 그려요.,Draws well.\n"
	    "s-4,S,잘 도와요.,Helps well.\n"
	    "s-5,E,잘 이끌어요.,Leads well.\n"
	    "s-6,C,잘 맞춰요.,Checks well.\n" },
	{ "prompts.csv",
	    "id,kind,stage,letter,semester,text_ko,text_en\n"
	    "p-1,ask,elementary,R,,무엇을 만들까요?,What to make?\n"
	    "p-2,ask,middle,I,,무엇을 찾을까요?,What to find?\n"
	    "p-3,next,high,A,6,무엇을 그릴까요?,What to draw?\n"
	    "p-4,check,high,S,,누구를 도울까요?,Whom to help?\n"
	    "p-5,starter,high,E,,무엇을 이끌까요?,What to lead?\n"
	    "p-6,ask,high,C,,무엇을 맞출까요?,What to check?\n"
	    "p-7,ask,high,,,무엇이 좋을까요?,What is good?\n" },
	{ "gendered.csv",
	    "language,word,reason\n"
	    "ko,여의사,성별\n"
	    "en,salesman,gender\n" },
	{ "items/correlation.csv",
	    "letter,R,I,A,S,E,C\n"
	    "R,1,0.3,0,0,0,0\nI,0.3,1,0,0,0,0\nA,0,0,1,0,0,0\n"
	    "S,0,0,0,1,0,0\nE,0,0,0,0,1,0.6\nC,0,0,0,0,0.6,1\n" },
	{ "items/banks.csv",
	    "id,name,file,worded,least_ms\n"
	    "elementary-1,elementary,words.csv,1,700\n"
	    "middle-1,middle,words.csv,1,600\n"
	    "plain-1,plain,plain.csv,0,500\n" },
	{ "items/words.csv",
	    ITEMS "X1,R,making,상자 만들기,Making a box,1.5,-1,0,1,2\n"
		  "X2,I,finding,답 찾기,Finding out,1.5,-1,0,1,2\n"
		  "X3,A,drawing,그림 그리기,Drawing,1.5,-1,0,1,2\n"
		  "X4,S,helping,돕기,Helping,1.5,-1,0,1,2\n"
		  "X5,E,leading,이끌기,Leading,1.5,-1,0,1,2\n"
		  "X6,C,checking,맞추기,Checking,1.5,-1,0,1,2\n" },
	{ "items/plain.csv",
	    ITEMS "R1,R,,,,1.8,-1,0,1,2\nI1,I,,,,1.8,-1,0,1,2\n"
		  "A1,A,,,,1.8,-1,0,1,2\nS1,S,,,,1.8,-1,0,1,2\n"
		  "E1,E,,,,1.8,-1,0,1,2\nC1,C,,,,1.8,-1,0,1,2\n" },
};
enum { FILES = sizeof files / sizeof files[0] };

void
small_write(const char *folder, const char *file, const char *text)
{
	char path[256];
	FILE *out;

	snprintf(path, sizeof path, "%s/%s", folder, file);
	if (text == NULL) {
		unlink(path);
		return;
	}
	out = fopen(path, "w");
	assert_non_null(out);
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
}

static void
write_changed(const char *folder, const char *file, const char *text,
    const struct small_change *change)
{
	const char *at = change->from ? strstr(text, change->from) : NULL;
	char changed[8192];

	if (change->from == NULL)
		return;
	assert_non_null(at);
	snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text,
	    change->to, at + strlen(change->from));
	small_write(folder, file, changed);
}

void
small_make(const struct small_change *change, char folder[static SMALL_PATH])
{
	char share[] = "/tmp/giljabi-XXXXXX", path[SMALL_PATH + 8];
	int i;

	assert_non_null(mkdtemp(share));
	snprintf(folder, SMALL_PATH, "%s/catalog", share);
	assert_int_equal(mkdir(folder, 0700), 0);
	snprintf(path, sizeof path, "%s/items", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	for (i = 0; i < FILES; i++)
		if (change != NULL && text_is(change->file, files[i].name))
			write_changed(
			    folder, files[i].name, files[i].text, change);
		else
			small_write(folder, files[i].name, files[i].text);
}

void
small_remove(const char *folder)
{
	char path[SMALL_PATH + 8];
	int i;

	for (i = 0; i < FILES; i++)
		small_write(folder, files[i].name, NULL);
	snprintf(path, sizeof path, "%s/items", folder);
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(rmdir(folder), 0);
	snprintf(path, sizeof path, "%.*s",
	    (int)(strrchr(folder, '/') - folder), folder);
	assert_int_equal(rmdir(path), 0);
}
