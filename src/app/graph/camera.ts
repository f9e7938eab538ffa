/** What part of a drawing is seen: the drawing's point at the top left, and how large a pixel of it is. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const SMALLEST = 0.15;
const LARGEST = 2.5;
/** Labels stay readable: a fitted drawing is never larger than life by much, and wide ones begin at this size. */
const FIT_MOST = 1.1;
const FIT_LEAST = 0.85;

/** How a drawing is first seen: whole, or if it is large at a readable size with `focus` in sight. */
export function firstLook(
  drawing: Size,
  window: Size,
  focus?: { readonly x: number; readonly y: number },
): Camera {
  return look(drawing, window, FIT_LEAST, focus);
}

/** The whole drawing, however small it gets. */
export function wholeDrawing(drawing: Size, window: Size): Camera {
  return look(drawing, window, SMALLEST);
}

function look(
  drawing: Size,
  window: Size,
  least: number,
  focus?: { readonly x: number; readonly y: number },
): Camera {
  const whole = Math.min(window.width / drawing.width, window.height / drawing.height);
  const scale = Math.min(FIT_MOST, Math.max(least, whole));
  return {
    scale,
    x: place(drawing.width, window.width / scale, focus?.x),
    y: place(drawing.height, window.height / scale, focus?.y),
  };
}

/** Centered when it fits, else around the point of focus without showing what is beyond the drawing. */
function place(length: number, seen: number, focus: number | undefined): number {
  if (length <= seen) return (length - seen) / 2;
  return Math.max(0, Math.min((focus ?? length / 2) - seen / 2, length - seen));
}

/** Zooms around a point of the window, which stays where it is. */
export function zoomed(camera: Camera, by: number, at: { readonly x: number; readonly y: number }): Camera {
  const scale = Math.max(SMALLEST, Math.min(LARGEST, camera.scale * by));
  return {
    scale,
    x: camera.x + at.x / camera.scale - at.x / scale,
    y: camera.y + at.y / camera.scale - at.y / scale,
  };
}

/** Moves by pixels of the window; a margin of the drawing stays in sight. */
export function panned(camera: Camera, dx: number, dy: number, drawing: Size, window: Size): Camera {
  const keep = (value: number, length: number, seen: number): number => {
    const margin = Math.min(seen * 0.5, 200);
    return Math.max(margin - seen, Math.min(value, length - margin));
  };
  return {
    ...camera,
    x: keep(camera.x + dx / camera.scale, drawing.width, window.width / camera.scale),
    y: keep(camera.y + dy / camera.scale, drawing.height, window.height / camera.scale),
  };
}

/** Moves as far as there is more of the drawing in that direction; `undefined` where there is none. */
export function wheeled(
  camera: Camera,
  dx: number,
  dy: number,
  drawing: Size,
  window: Size,
): Camera | undefined {
  const more = (by: number, start: number, seen: number, length: number): boolean =>
    by < 0 ? start > 0 : by > 0 && start + seen < length;
  const moreX = more(dx, camera.x, window.width / camera.scale, drawing.width);
  const moreY = more(dy, camera.y, window.height / camera.scale, drawing.height);
  return moreX || moreY ? panned(camera, moreX ? dx : 0, moreY ? dy : 0, drawing, window) : undefined;
}

/** The smallest move that brings a box into sight. */
export function revealed(
  camera: Camera,
  box: Size & { readonly x: number; readonly y: number },
  window: Size,
): Camera {
  const axis = (start: number, from: number, length: number, seen: number): number => {
    const margin = 12;
    if (from - margin < start) return from - margin;
    if (from + length + margin > start + seen) return from + length + margin - seen;
    return start;
  };
  return {
    ...camera,
    x: axis(camera.x, box.x, box.width, window.width / camera.scale),
    y: axis(camera.y, box.y, box.height, window.height / camera.scale),
  };
}
