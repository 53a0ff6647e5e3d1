import type { Answer, Body } from '../../api/client';

export type RoundAnswer = Answer<'/api/rounds/{round}', 'get'>;
export type RoundRow = Answer<'/api/rounds', 'get'>['rounds'][number];
export type RoundBody = NonNullable<Body<'/api/rounds/{round}', 'put'>>;
export type RoundEvents = Answer<'/api/rounds/{round}/events', 'get'>;
export type Results = Answer<'/api/rounds/{round}/results', 'get'>;
export type Share = Results['shares'][number];
export type EventResult = Results['events'][number];
export type RoundState = RoundAnswer['state'];
export type Step = NonNullable<
	Body<'/api/rounds/{round}/steps', 'post'>>['to'];
