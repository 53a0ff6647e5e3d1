/*
 * Pretendard GOV comes in nine weights, each in 120 unicode ranges and two
 * formats. KRDS uses two weights; every browser that runs this page reads
 * woff2. What is left stands weight beside weight, so that the repeated
 * ranges compress to almost nothing. The fonts' licence goes with them.
 */
import { readFileSync } from 'node:fs';
import type { AtRule, Plugin } from 'postcss';
import type { Plugin as VitePlugin } from 'vite';

const WEIGHTS = ['400', '700'];

function value(face: AtRule, name: string): string {
	let found = '';
	face.walkDecls(name, (decl) => {
		found = decl.value;
	});
	return found;
}

export function fontsThinned(): Plugin {
	return {
		postcssPlugin: 'fonts-thinned',
		Once(root) {
			const byRange = new Map<string, AtRule[]>();

			if (!root.source?.input.file?.endsWith('fonts.css'))
				return;
			root.walkComments((comment) => {
				comment.remove();
			});
			root.walkAtRules('font-face', (face) => {
				const range = value(face, 'unicode-range');

				face.remove();
				if (!WEIGHTS.includes(value(face, 'font-weight')))
					return;
				face.walkDecls('src', (decl) => {
					decl.value = decl.value.split(',')[0] ?? decl.value;
				});
				byRange.set(range, [...(byRange.get(range) ?? []), face]);
			});
			for (const faces of byRange.values())
				root.append(faces);
		},
	};
}

export function fontsLicence(): VitePlugin {
	return {
		name: 'fonts-licence',
		generateBundle() {
			this.emitFile({
				type: 'asset',
				name: 'pretendard-gov-licence.txt',
				source: readFileSync(
					'node_modules/pretendard-gov/dist/LICENSE.txt', 'utf8'),
			});
		},
	};
}
