import './styles/krds.css';
import './styles/app.css';
import './styles/print.css';
import { render } from 'preact';
import { App } from './app/App';
import { linksFollow } from './app/location';
import { sessionLoad } from './app/session';
import { languagePreferred, languageSet } from './words';

/* Text is readable before the fonts are there; they come beside it. */
void import('./styles/fonts.css');

async function start() {
	linksFollow();
	await Promise.all([languageSet(languagePreferred()), sessionLoad()]);
	render(<App />, document.getElementById('app')!);
}

void start();
