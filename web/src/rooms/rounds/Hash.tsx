/* A hash, whole, so that it can be copied and compared. */
export function Hash({ value }: { value: string | null | undefined }) {
	return value ? <code class="round-hash">{value}</code> : null;
}
