/* What the server tells of rounds, by the names that these pages use. */
import type { Answer } from '../../api/client';

export type OwnRound =
	Answer<'/api/pupils/{pupil}/rounds', 'get'>['rounds'][number];
export type RoundAnswer =
	Answer<'/api/pupils/{pupil}/rounds/{round}', 'get'>;
export type Choice = RoundAnswer['choices'][number];
export type SeatEvent = Choice['event'];
export type ClassPupil = RoundAnswer['pupils'][number];
export type Outcome =
	Answer<'/api/pupils/{pupil}/rounds/{round}/outcome', 'get'>;
export type OutcomeWish = Outcome['wishes'][number];
export type SeatState = NonNullable<OwnRound['seat']>;
export type PublicRound = Answer<'/api/public/rounds/{round}', 'get'>;
