import './styles/krds.css';
import './styles/app.css';
import './styles/print.css';
import { render } from 'preact';
import { App } from './app/App';
import { keptSweep } from './app/kept';
import { languageStart } from './app/language';
import { linksFollow } from './app/location';
import { sessionLoad } from './app/session';

/* Text is readable before the fonts are there; they come beside it. */
void import('./styles/fonts.css');

async function start() {
	linksFollow();
	keptSweep();
	await Promise.all([languageStart(), sessionLoad()]);
	render(<App />, document.getElementById('app')!);
}

void start();
