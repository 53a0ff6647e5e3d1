import { defineConfig } from 'vitest/config';
import { krdsPruned } from './tools/krds';
import { fontsLicence, fontsThinned } from './tools/fonts';

/* Where the C server listens while the pages are being worked on. */
const server = process.env.GILJABI_SERVER ?? 'http://127.0.0.1:8080';

/* Words that every page needs travel together; a room's words with the room. */
const sharedWords = /\/src\/words\/(ko|en)\/(app|parts|errors)\.json$/;

export default defineConfig(({ command, mode }) => ({
	plugins: [fontsLicence()],
	esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
	css: {
		postcss: {
			plugins: [
				fontsThinned(),
				...(command === 'build' ? [krdsPruned('src')] : []),
			],
		},
	},
	build: {
		target: 'es2021',
		/* The page may load only from its own host: no data: addresses. */
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		reportCompressedSize: false,
		/* ECharts is a chunk of its own and comes with the first chart. */
		chunkSizeWarningLimit: 700,
		manifest: true,
		/* For looking at the parts as they are when built. */
		outDir: mode === 'parts' ? 'look/dist' : 'dist',
		rollupOptions: {
			output: {
				manualChunks(id) {
					const shared = sharedWords.exec(id);
					return shared ? `words-${shared[1]}` : undefined;
				},
			},
		},
	},
	define: {
		/* The parts page: in development, and in a build made to look at it. */
		__PARTS__: JSON.stringify(command === 'serve' || mode === 'parts'),
	},
	server: { proxy: { '/api': server } },
	preview: {
		proxy: { '/api': server },
		/* What the C server sends, so that a breach shows here first. */
		headers: {
			'Content-Security-Policy':
				"default-src 'self'; img-src 'self' data:",
		},
	},
	test: {
		include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
		environment: 'node',
	},
}));
