/* Commands stand as they are typed; a line may be long, so it scrolls. */
export function Command({ label, text }: { label: string; text: string }) {
	return (
		<pre class="command scroll" tabIndex={0} role="region" aria-label={label}>
			<code>{text}</code>
		</pre>
	);
}
