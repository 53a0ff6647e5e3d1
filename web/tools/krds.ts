/*
 * KRDS ships as one style sheet of 580 KB. The build keeps the rules whose
 * classes and ids stand somewhere in our sources, then the custom properties
 * that something still reads. Nothing is rewritten.
 *
 * A class must therefore stand whole in the source: `ico-angle`, never
 * `ico-${name}`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AtRule, Plugin, Root } from 'postcss';

/* Modes that we do not switch on. */
const MODES = /data-krds-mode/;

function sourceText(folder: string): string {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.(tsx?|css)$/.test(name) && !/\.test\./.test(name))
		.map((name) => readFileSync(join(folder, name), 'utf8'))
		.join('\n');
}

/* The names that a selector needs: classes, ids, and [class*=...] parts. */
function namesNeeded(selector: string): string[] {
	const positive = selector.replace(/:not\([^)]*\)/g, '');
	return [...positive.matchAll(/[.#]([A-Za-z_][\w-]*)/g)].map((m) => m[1]!);
}

function rulesPruned(root: Root, words: Set<string>) {
	root.walkRules((rule) => {
		if (rule.parent?.type === 'atrule'
		    && /keyframes$/.test((rule.parent as AtRule).name))
			return;
		const kept = rule.selectors.filter((selector) =>
			!MODES.test(selector)
			&& namesNeeded(selector).every((name) => words.has(name)));
		if (kept.length === 0)
			rule.remove();
		else
			rule.selectors = kept;
	});
}

function emptyRemoved(root: Root) {
	root.walkAtRules((at) => {
		if (at.nodes && at.nodes.length === 0)
			at.remove();
	});
}

/* Repeats until nothing falls, since a property may be read by another. */
function propertiesPruned(root: Root, source: string) {
	let dropped = 1;

	while (dropped > 0) {
		const read = new Set(source.match(/--krds-[\w-]+/g) ?? []);
		root.walkDecls((decl) => {
			for (const m of decl.value.matchAll(/var\(\s*(--[\w-]+)/g))
				read.add(m[1]!);
		});
		dropped = 0;
		root.walkDecls(/^--krds-/, (decl) => {
			if (!read.has(decl.prop)) {
				const parent = decl.parent;
				decl.remove();
				if (parent && parent.nodes.length === 0)
					parent.remove();
				dropped++;
			}
		});
	}
}

export function krdsPruned(folder: string): Plugin {
	return {
		postcssPlugin: 'krds-pruned',
		Once(root) {
			if (!root.source?.input.file?.endsWith('krds.css'))
				return;
			const source = sourceText(folder);
			const words = new Set(source.match(/[A-Za-z_][\w-]*/g) ?? []);
			rulesPruned(root, words);
			emptyRemoved(root);
			propertiesPruned(root, source);
			root.walkComments((comment) => {
				comment.remove();
			});
		},
	};
}
