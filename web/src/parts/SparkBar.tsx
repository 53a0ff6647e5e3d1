export interface SparkBarProps {
	/* Between 0 and 1. */
	share: number;
	/* The figure beside the bar: the bar is never alone. */
	text: string;
	/* Where the line to compare with stands, if there is one. */
	mark?: number;
}

/* A small bar in a row of a table. */
export function SparkBar({ share, text, mark }: SparkBarProps) {
	return (
		<span class="spark">
			<svg class="spark-bar" aria-hidden="true" focusable="false">
				<rect class="spark-track" width="100%" height="100%" />
				<rect class="spark-fill" width={`${share * 100}%`} height="100%" />
				{mark !== undefined && (
					<line
						class="spark-mark" x1={`${mark * 100}%`} x2={`${mark * 100}%`}
						y1="0" y2="100%"
					/>
				)}
			</svg>
			<span class="figures">{text}</span>
		</span>
	);
}
