/*
 * Every part, once, as it looks and works. Only in development; its words are
 * examples, so they stand here and not in the language files.
 */
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { addressWith, useLocation } from '../../app/location';
import { Alert } from '../../parts/Alert';
import { Badge } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { Chart } from '../../parts/Chart';
import { Checkbox } from '../../parts/Checkbox';
import { Faces } from '../../parts/Faces';
import { Help } from '../../parts/Help';
import { LikertScale } from '../../parts/LikertScale';
import { LinkButton } from '../../parts/LinkButton';
import { Modal } from '../../parts/Modal';
import { Page } from '../../parts/Page';
import { Pager } from '../../parts/Pager';
import {
	interestText, ProfileChart, type InterestLetter,
} from '../../parts/ProfileChart';
import { Progress } from '../../parts/Progress';
import { RadioGroup } from '../../parts/RadioGroup';
import { SaveState } from '../../parts/SaveState';
import type { ScalePoint } from '../../parts/ScalePoint';
import { SearchField } from '../../parts/SearchField';
import { Select } from '../../parts/Select';
import { SideNav } from '../../parts/SideNav';
import { SparkBar } from '../../parts/SparkBar';
import { StepIndicator } from '../../parts/StepIndicator';
import { Card, StructuredList } from '../../parts/StructuredList';
import { Switch } from '../../parts/Switch';
import { Table, type Sort } from '../../parts/Table';
import { Tabs } from '../../parts/Tabs';
import { Tags } from '../../parts/Tags';
import { TextField } from '../../parts/TextField';
import { toast } from '../../parts/Toast';
import { dateText, percentText, withParticle } from '../../words/all';

function Part({ name, children }: {
	name: string; children: ComponentChildren;
}) {
	return (
		<section class="stack" id={name}>
			<h2>{name}</h2>
			{children}
		</section>
	);
}

function Buttons() {
	return (
		<Part name="Button">
			<div class="row">
				<Button>저장</Button>
				<Button kind="secondary">미리 보기</Button>
				<Button kind="tertiary">취소</Button>
				<Button kind="text" icon="down">내려받기</Button>
				<Button disabled>저장</Button>
				<Button busy>저장</Button>
				<LinkButton href="/" kind="secondary" icon="right">
					학급 보기
				</LinkButton>
			</div>
			<div class="row">
				<Button size="medium">중간</Button>
				<Button size="small">작게</Button>
				<Button size="xsmall" kind="tertiary">아주 작게</Button>
				<Button kind="icon" size="medium" icon="print" label="인쇄" />
			</div>
		</Part>
	);
}

function Fields() {
	const [name, setName] = useState('로봇 공학 체험');
	const [seats, setSeats] = useState('스물');
	const [region, setRegion] = useState('');
	const [kind, setKind] = useState<'visit' | 'class' | ''>('visit');
	const [agreed, setAgreed] = useState(true);
	const [on, setOn] = useState(true);
	const [words, setWords] = useState('');

	return (
		<Part name="Field">
			<TextField
				label="프로그램 이름" required value={name} onInput={setName}
				hint="학생이 보게 될 이름입니다."
			/>
			<TextField
				label="정원" value={seats} onInput={setSeats} inputMode="numeric"
				error="숫자로 적어 주십시오. 예: 20"
			/>
			<Select
				label="지역" value={region} onChange={setRegion} empty="고르기"
				choices={[
					{ value: 'suwon', text: '수원시' },
					{ value: 'paju', text: '파주시' },
				]}
			/>
			<RadioGroup
				label="운영 방식" value={kind} onChange={setKind}
				choices={[
					{ value: 'visit', text: '체험처 방문', hint: '학생이 찾아갑니다.' },
					{ value: 'class', text: '학교로 찾아가기' },
				]}
			/>
			<Checkbox
				label="다음 회차에도 같은 정원으로 엽니다" checked={agreed}
				onChange={setAgreed}
			/>
			<Switch label="신청을 받는 중" on={on} onChange={setOn} />
			<TextField label="소개" rows={4} value={words} onInput={setWords} />
		</Part>
	);
}

const SCHOOLS = [
	{ id: '1', name: '가람중학교', pupils: 412, share: 0.82, day: 1772409600000 },
	{ id: '2', name: '나래초등학교', pupils: 96, share: 0.31, day: 1773014400000 },
	{ id: '3', name: '다솜고등학교', pupils: 1204, share: 0.57, day: 1773619200000 },
];

function Tables() {
	const { query } = useLocation();
	const [sort, setSort] = useState<Sort>({ key: 'pupils', descending: true });
	const sign = sort.descending ? -1 : 1;
	const rows = [...SCHOOLS].sort((a, b) => sign * (sort.key === 'pupils'
		? a.pupils - b.pupils : a.name.localeCompare(b.name)));

	return (
		<Part name="Table">
			<Table
				caption="학교별 참여" rows={rows} rowKey={(row) => row.id}
				rowHref={(row) => addressWith({ school: row.id })}
				sort={sort} onSort={setSort}
				columns={[
					{ key: 'name', title: '학교', sortable: true, cell: (r) => r.name },
					{
						key: 'pupils', title: '학생', number: true, sortable: true,
						cell: (r) => r.pupils.toLocaleString('ko'),
					},
					{
						key: 'share', title: '참여', cell: (r) => (
							<SparkBar
								share={r.share} mark={0.5} text={percentText(r.share)}
							/>
						),
					},
					{ key: 'day', title: '마감', cell: (r) => dateText(r.day) },
					{
						key: 'state', title: '상태', cell: (r) => (
							<Badge kind={r.share > 0.5 ? 'success' : 'warning'}>
								{r.share > 0.5 ? '진행' : '확인 필요'}
							</Badge>
						),
					},
				]}
			/>
			<Pager
				page={Number(query.get('page') ?? '4')} pages={12}
				href={(n) => addressWith({ page: String(n) })}
			/>
			<Table
				caption="아직 없는 것" rows={[]} rowKey={() => ''}
				columns={[
					{ key: 'name', title: '이름', cell: () => '' },
					{ key: 'day', title: '날짜', cell: () => '' },
				]}
				empty={(
					<div class="stack">
						<p>등록한 학생이 여기에 보입니다.</p>
						<p><Button size="medium">명단 가져오기</Button></p>
					</div>
				)}
			/>
		</Part>
	);
}

function Tabbed() {
	const [tab, setTab] = useState('profile');

	return (
		<Part name="Tabs">
			<Tabs
				label="상담 자료" selected={tab} onSelect={setTab}
				tabs={[
					{ key: 'profile', title: '흥미', content: <p>흥미 내용</p> },
					{ key: 'changes', title: '달라진 점', content: <p>달라진 점</p> },
					{ key: 'record', title: '활동 기록', content: <p>활동 기록</p> },
				]}
			/>
		</Part>
	);
}

function Speaking() {
	const [open, setOpen] = useState(false);

	return (
		<Part name="Alert, Modal, Toast, Help">
			<Alert kind="danger">금요일 18:00에 신청이 끝납니다.</Alert>
			<Alert kind="ok">명단 128명을 가져왔습니다.</Alert>
			<Alert kind="info" action={<a class="row-link" href="/">자세히</a>}>
				새 학년 교육과정 규칙이 적용되었습니다.
			</Alert>
			<div class="row">
				<Button kind="tertiary" onClick={() => setOpen(true)}>
					모달 열기
				</Button>
				<Button
					kind="tertiary"
					onClick={() => toast({
						text: `${withParticle('로봇 교실', '을/를')} 목록에서 뺐습니다.`,
						onUndo: () => undefined,
					})}
				>
					목록에서 빼기
				</Button>
				<span>
					흥미 범위
					<Help title="흥미 범위">
						답이 많을수록 좁아집니다. 범위가 겹치는 분야는 어느 쪽이
						높다고 말할 수 없습니다.
					</Help>
				</span>
			</div>
			<Modal
				open={open} title="서명하면 이렇게 남습니다"
				onClose={() => setOpen(false)}
				actions={(
					<>
						<Button
							kind="tertiary" size="medium"
							onClick={() => setOpen(false)}
						>
							더 고치기
						</Button>
						<Button size="medium" onClick={() => setOpen(false)}>
							서명
						</Button>
					</>
				)}
			>
				<p>상담 자료 한 부와 고친 내용, 서명한 시각이 남습니다.</p>
			</Modal>
		</Part>
	);
}

function Marks() {
	const [tags, setTags] = useState(['수원시', '중학교', '이번 달']);

	return (
		<Part name="Badge, Tags, Progress, Steps">
			<div class="row">
				<Badge kind="primary">새 자료</Badge>
				<Badge kind="success">서명함</Badge>
				<Badge kind="warning">확인 필요</Badge>
				<Badge kind="danger">마감</Badge>
				<Badge>대기</Badge>
			</div>
			<Tags
				tags={tags.map((tag) => ({ key: tag, text: tag }))}
				onRemove={(key) => setTags(tags.filter((tag) => tag !== key))}
			/>
			<Progress label="흥미 검사" done={7} total={20} />
			<Progress label="명단 가져오기" done={812} total={1280} says="share" />
			<StepIndicator
				label="회차 진행" current={2}
				steps={['자리 열기', '신청 받기', '배정', '결과 알리기']}
			/>
			<SaveState
				status="saved" savedAt={1772415720000} error={undefined}
				saveNow={() => undefined}
			/>
		</Part>
	);
}

function Cards() {
	return (
		<Part name="StructuredList">
			<StructuredList>
				{['나무로 만드는 악기', '우리 동네 지도 그리기'].map((title) => (
					<Card
						key={title} title={title} href="/parts"
						badges={<Badge kind="primary">AI가 제안했어요</Badge>}
						text="손으로 만들고 소리를 듣는 활동을 좋아한다고 답했어요."
						facts={[
							{ name: '날짜', value: dateText(1772409600000) },
							{ name: '남은 자리', value: '12명' },
						]}
						actions={(
							<>
								<Button size="small">담기</Button>
								<Button size="small" kind="tertiary">이건 아니에요</Button>
							</>
						)}
					/>
				))}
			</StructuredList>
		</Part>
	);
}

const REGIONS = [
	{ name: '수원시', share: 0.71 }, { name: '파주시', share: 0.52 },
	{ name: '연천군', share: 0.34 },
];

function Charts() {
	const option = useMemo(() => ({
		grid: { left: 64, right: 24, top: 8, bottom: 32 },
		xAxis: { type: 'value', max: 1 },
		yAxis: { type: 'category', data: REGIONS.map((one) => one.name) },
		series: [{
			type: 'scatter', symbolSize: 14, color: '#083891',
			data: REGIONS.map((one) => [one.share, one.name]),
		}],
	}), []);

	return (
		<Part name="Chart">
			<Chart
				title="지역별 참여" option={option} height={18}
				table={(
					<Table
						caption="지역별 참여" rows={REGIONS} rowKey={(one) => one.name}
						columns={[
							{ key: 'name', title: '지역', cell: (one) => one.name },
							{
								key: 'share', title: '참여', number: true,
								cell: (one) => percentText(one.share),
							},
						]}
					/>
				)}
			/>
		</Part>
	);
}

const PROFILE: [InterestLetter, number, number, number][] = [
	['R', 0.62, 0.5, 0.74], ['I', 0.71, 0.6, 0.82], ['A', 0.35, 0.22, 0.48],
	['S', 0.55, 0.41, 0.69], ['E', 0.28, 0.18, 0.38], ['C', 0.44, 0.3, 0.58],
];

function Measures() {
	const [face, setFace] = useState<ScalePoint | null>(4);
	const [point, setPoint] = useState<ScalePoint | null>(null);

	return (
		<Part name="ProfileChart, Faces, LikertScale">
			<ProfileChart
				title="흥미"
				bars={PROFILE.map(([letter, value, low, high]) => ({
					key: letter, text: interestText(letter), value, low, high,
				}))}
			/>
			<Faces
				question="곤충을 오래 들여다보는 일은 어때요?"
				value={face} onChange={setFace}
			/>
			<LikertScale
				question="나는 물건이 어떻게 움직이는지 알아보는 것을 좋아한다."
				value={point} onChange={setPoint}
			/>
		</Part>
	);
}

export default function Parts() {
	const [search, setSearch] = useState('');

	return (
		<Page
			title="화면 부품" lead="모든 화면은 이 부품으로 짓습니다."
			crumbs={[{ text: '홈', href: '/' }, { text: '화면 부품', href: '/parts' }]}
			actions={<Button icon="print" kind="tertiary" size="medium">인쇄</Button>}
			side={(
				<SideNav
					title="부품"
					items={[
						{ text: '모든 부품', href: '/parts', here: true },
						{ text: '첫 화면', href: '/' },
					]}
				/>
			)}
		>
			<SearchField
				label="학생 찾기" value={search} onInput={setSearch} slash
				onSearch={(value) => toast({ text: `찾기: ${value}` })}
				example="이름이나 학번"
			/>
			<Measures />
			<Charts />
			<Cards />
			<Buttons />
			<Fields />
			<Tables />
			<Tabbed />
			<Speaking />
			<Marks />
		</Page>
	);
}
