/** Colours as uPlot's canvas takes them, read from the tokens of the theme on screen. */
export interface ChartLook {
  color(token: string, alpha?: number): string;
  /** Stripes of a token over the panel, for what failed. */
  stripes(token: string): CanvasPattern | string;
  /** Dots on a token, for what was done again. */
  dots(token: string): CanvasPattern | string;
  /** Thin grey stripes, for time spent waiting. */
  hatch(token: string): CanvasPattern | string;
  readonly font: string;
  readonly labelFont: string;
}

/** Reads the tokens anew; call it again when the theme changes. */
export function readLook(): ChartLook {
  const styles = getComputedStyle(document.documentElement);
  const raw = (token: string): string => styles.getPropertyValue(`--color-${token}`).trim();
  const color = (token: string, alpha?: number): string => {
    const value = raw(token);
    return alpha === undefined ? value : value.replace(/\)$/, ` / ${alpha})`);
  };
  const ratio = window.devicePixelRatio;
  const pattern = (
    draw: (on: CanvasRenderingContext2D, size: number) => void,
    fallback: string,
  ): CanvasPattern | string => {
    const tile = document.createElement('canvas');
    const size = Math.round(6 * ratio);
    tile.width = size;
    tile.height = size;
    const on = tile.getContext('2d');
    if (on === null) return fallback;
    draw(on, size);
    return on.createPattern(tile, 'repeat') ?? fallback;
  };
  const striped =
    (ground: string, line: string, width: number) =>
    (on: CanvasRenderingContext2D, size: number): void => {
      on.fillStyle = ground;
      on.fillRect(0, 0, size, size);
      on.strokeStyle = line;
      on.lineWidth = width * ratio;
      for (const shift of [-size, 0, size]) {
        on.beginPath();
        on.moveTo(shift - 1, size + 1);
        on.lineTo(shift + size + 1, -1);
        on.stroke();
      }
    };
  return {
    color,
    stripes: (token) => pattern(striped(color(token), color('panel'), 1.2), color(token)),
    hatch: (token) => pattern(striped(color('panel'), color(token), 1.4), color(token)),
    dots: (token) =>
      pattern((on, size) => {
        on.fillStyle = color(token);
        on.fillRect(0, 0, size, size);
        on.fillStyle = color('on-warn');
        for (const [x, y] of [
          [0.25, 0.25],
          [0.75, 0.75],
        ] as const) {
          on.beginPath();
          on.arc(x * size, y * size, ratio * 0.9, 0, Math.PI * 2);
          on.fill();
        }
      }, color(token)),
    font: '10px "Geist Mono", ui-monospace, monospace',
    labelFont: '500 10px "Geist", ui-sans-serif, sans-serif',
  };
}
