/* Everything a page needs to speak. */
export { language, LANGUAGES, languageSet, t, useLanguage } from './index';
export { particle, withParticle } from './particle';
export {
	dateText, dateTimeText, numberText, percentText, timeText, type Moment,
} from './time';
