/// <reference lib="dom" />
import { useEffect, useRef, useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';

/** A photo by the camera of this device. It is off again as soon as the dialog closes. */
export function CameraDialog(props: { onTaken: (photo: Blob) => void; onClose: () => void }) {
  const shown = useRef<HTMLVideoElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let closed = false;
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const open = async () => {
      const video = { facingMode: 'environment' };
      stream = await navigator.mediaDevices.getUserMedia({ video });
      if (closed) stop();
      else if (shown.current) shown.current.srcObject = stream;
    };
    open().catch(() => setFault('There is no camera here, or it was not allowed.'));
    return () => {
      closed = true;
      stop();
    };
  }, []);
  const take = () => {
    const video = shown.current;
    if (!video || video.videoWidth === 0) return;
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    canvas.toBlob((blob) => blob && props.onTaken(blob), 'image/jpeg', 0.95);
  };
  return (
    <Dialog title="Take a photo" onClose={props.onClose}>
      {fault ? (
        <p className="field-error" role="alert">
          {fault}
        </p>
      ) : (
        <video className="camera" ref={shown} autoPlay playsInline muted />
      )}
      <p className="dialog-verbs">
        <button className="button" type="button" disabled={fault !== null} onClick={take}>
          Take it
        </button>
      </p>
    </Dialog>
  );
}
