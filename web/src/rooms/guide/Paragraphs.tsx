/* Text of the server in paragraphs: an empty line parts them. */
export function Paragraphs({ text }: { text: string }) {
	return (
		<>
			{text.split(/\n\s*\n|\n/).filter((part) => part.trim() !== '').map(
				(part, i) => <p key={i}>{part}</p>)}
		</>
	);
}
