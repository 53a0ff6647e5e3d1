/*
 * Twelve pictures of our own, plain enough to be told apart at a glance and in
 * black and white. Their order is what a PIN is made of: it never changes.
 */
import type { ComponentChildren } from 'preact';

export interface Picture {
	wordId: string;
	drawing: ComponentChildren;
}

export const PICTURES: readonly Picture[] = [
	{
		wordId: 'people.picture.sun',
		drawing: (
			<>
				<circle class="pic-a" cx="24" cy="24" r="9" />
				<path d="M24 5v6M24 37v6M5 24h6M37 24h6M11 11l4 4M33 33l4 4M37 11l-4 4M15 33l-4 4" />
			</>
		),
	},
	{
		wordId: 'people.picture.tree',
		drawing: (
			<>
				<path d="M24 44V28" />
				<circle class="pic-b" cx="24" cy="18" r="13" />
			</>
		),
	},
	{
		wordId: 'people.picture.fish',
		drawing: (
			<>
				<path class="pic-c" d="M6 24c6-12 20-12 28 0-8 12-22 12-28 0z" />
				<path class="pic-c" d="M34 24l9-8v16z" />
				<circle class="pic-dot" cx="14" cy="22" r="1.8" />
			</>
		),
	},
	{
		wordId: 'people.picture.house',
		drawing: (
			<>
				<path class="pic-a" d="M10 22v20h28V22" />
				<path class="pic-d" d="M5 24L24 7l19 17z" />
				<path d="M20 42V31h8v11" />
			</>
		),
	},
	{
		wordId: 'people.picture.star',
		drawing: (
			<path
				class="pic-a"
				d="M24 5l5.6 12.4L43 19l-10 9.2L35.8 42 24 35 12.2 42 15 28.2 5 19l13.4-1.6z"
			/>
		),
	},
	{
		wordId: 'people.picture.boat',
		drawing: (
			<>
				<path class="pic-d" d="M5 32h38l-6 10H11z" />
				<path d="M23 32V6" />
				<path class="pic-c" d="M23 8l14 18H23z" />
			</>
		),
	},
	{
		wordId: 'people.picture.apple',
		drawing: (
			<>
				<path
					class="pic-d"
					d="M24 16c-6-6-17-2-16 10 1 10 8 18 16 15 8 3 15-5 16-15 1-12-10-16-16-10z"
				/>
				<path d="M24 16c0-5 2-8 6-10" />
			</>
		),
	},
	{
		wordId: 'people.picture.key',
		drawing: (
			<>
				<circle class="pic-a" cx="14" cy="24" r="9" />
				<circle cx="14" cy="24" r="3" />
				<path d="M23 24h21M37 24v7M43 24v6" />
			</>
		),
	},
	{
		wordId: 'people.picture.flower',
		drawing: (
			<>
				<path d="M24 26v18M24 38c5 0 8-3 9-6" />
				<circle class="pic-d" cx="24" cy="8" r="5" />
				<circle class="pic-d" cx="32" cy="15" r="5" />
				<circle class="pic-d" cx="29" cy="24" r="5" />
				<circle class="pic-d" cx="19" cy="24" r="5" />
				<circle class="pic-d" cx="16" cy="15" r="5" />
				<circle class="pic-a" cx="24" cy="17" r="5" />
			</>
		),
	},
	{
		wordId: 'people.picture.umbrella',
		drawing: (
			<>
				<path class="pic-c" d="M5 25C6 2 42 2 43 25c-4-4-9-4-12 0-3-4-11-4-14 0-3-4-8-4-12 0z" />
				<path d="M24 23v16c0 6 8 6 8 0" />
			</>
		),
	},
	{
		wordId: 'people.picture.moon',
		drawing: (
			<path
				class="pic-a"
				d="M31 6C18 7 11 17 13 28c2 10 12 17 23 13-9-3-14-9-14-18 0-7 3-13 9-17z"
			/>
		),
	},
	{
		wordId: 'people.picture.drum',
		drawing: (
			<>
				<path class="pic-b" d="M8 20v16c0 8 32 8 32 0V20" />
				<ellipse class="pic-a" cx="24" cy="20" rx="16" ry="6" />
				<path d="M12 4l10 13M38 4L28 17" />
			</>
		),
	},
];
