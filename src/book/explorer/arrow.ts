// An arrow bent along a circle, as the outline of a filled shape: its width is what it stands for.

/** Angles in degrees, counted as on paper: 0 to the right, 90 up. */
export interface BentArrow {
  readonly centre: readonly [number, number];
  readonly radius: number;
  /** where the arrow begins and where its tip is */
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

/** The outline of the arrow as SVG path data. */
export function bentArrow({ centre: [cx, cy], radius, from, to, width }: BentArrow): string {
  const turn = Math.sign(to - from);
  // the head is wider than the shaft by a fixed amount, so that a thin arrow has one too
  const head = ((12 + 0.8 * width) / radius) * (180 / Math.PI);
  const neck = to - turn * Math.min(head, Math.abs(to - from));
  const at = (degrees: number, r: number): string => {
    const angle = (degrees * Math.PI) / 180;
    return `${(cx + r * Math.cos(angle)).toFixed(2)} ${(cy - r * Math.sin(angle)).toFixed(2)}`;
  };
  const [outer, inner, barb] = [radius + width / 2, radius - width / 2, 7 + width * 0.3];
  const large = Math.abs(neck - from) > 180 ? 1 : 0;
  const [out, back] = turn < 0 ? [1, 0] : [0, 1];
  return [
    `M${at(from, outer)}`,
    `A${outer} ${outer} 0 ${large} ${out} ${at(neck, outer)}`,
    `L${at(neck, outer + barb)}L${at(to, radius)}L${at(neck, inner - barb)}L${at(neck, inner)}`,
    `A${inner} ${inner} 0 ${large} ${back} ${at(from, inner)}Z`,
  ].join("");
}

/** The outline of a straight arrow along a horizontal line, as SVG path data. */
export function straightArrow(y: number, from: number, to: number, width: number): string {
  const turn = Math.sign(to - from);
  const neck = to - turn * Math.min(12 + 0.8 * width, Math.abs(to - from));
  const [half, barb] = [width / 2, width / 2 + 7 + width * 0.3];
  return `M${from} ${y - half}L${neck} ${y - half}L${neck} ${y - barb}L${to} ${y}L${neck} ${y + barb}L${neck} ${y + half}L${from} ${y + half}Z`;
}
