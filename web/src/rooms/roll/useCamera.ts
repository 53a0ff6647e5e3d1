/*
 * Codes from the camera, where the browser reads them itself (BarcodeDetector);
 * it is off again when the page goes on. Nothing is recorded or sent.
 */
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export type CameraState = 'none' | 'starting' | 'on' | 'refused';

interface Detector {
	detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>;
}
type DetectorMaker = (new (options: { formats: string[] }) => Detector) & {
	getSupportedFormats: () => Promise<string[]>;
};

const LOOK_MS = 300;

/* undefined: this browser reads no QR codes. */
async function detectorMake(): Promise<Detector | undefined> {
	const Maker = (globalThis as { BarcodeDetector?: DetectorMaker })
		.BarcodeDetector;

	if (!Maker || !navigator.mediaDevices)
		return undefined;
	return (await Maker.getSupportedFormats()).includes('qr_code')
		? new Maker({ formats: ['qr_code'] }) : undefined;
}

async function cameraOpen(video: HTMLVideoElement): Promise<MediaStream> {
	const stream = await navigator.mediaDevices.getUserMedia(
		{ video: { facingMode: 'environment' } });

	video.srcObject = stream;
	await video.play();
	return stream;
}

function cameraClose(stream: MediaStream) {
	stream.getTracks().forEach((track) => track.stop());
}

export function useCamera(
	video: RefObject<HTMLVideoElement>, onCode: (code: string) => void,
): CameraState {
	const [state, setState] = useState<CameraState>('starting');

	useEffect(() => {
		let stream: MediaStream | undefined;
		let timer: ReturnType<typeof setInterval> | undefined;
		let left = false;

		async function start() {
			const detector = await detectorMake();

			if (!detector || !video.current) {
				setState('none');
				return;
			}
			stream = await cameraOpen(video.current);
			if (left) {
				cameraClose(stream);
				return;
			}
			setState('on');
			timer = setInterval(() => {
				if (video.current)
					detector.detect(video.current).then(
						(found) => found[0] && onCode(found[0].rawValue),
						() => undefined);
			}, LOOK_MS);
		}

		start().catch(() => setState('refused'));
		return () => {
			left = true;
			clearInterval(timer);
			if (stream)
				cameraClose(stream);
		};
	}, []);
	return state;
}
