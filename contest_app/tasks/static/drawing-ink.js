/**
 * Ink: from the places of a pointer to what is kept of a stroke, and from that to the lines on the page.
 * contest_app/tasks/rules/strokes.py tells the form, and draws the same.
 *
 *   kept(points)        lists of numbers, one for each stroke that the line is sent as; points are [x, y, pressure]
 *   whole(points)       all points as one list, for the eye alone
 *   lines(data)         [[width, path data], …] of a pen stroke
 *   transform(data)     where a part stands
 *   pressureOf(event)   from 1 to 5
 */
const PER_UNIT = 10;
const WIDTHS = [2, 4, 8];
const PRESSURES = [0, 0.5, 0.75, 1, 1.3, 1.6];
const MIDDLING = 3;
// A curve is kept to within this much, in units: less than can be seen.
const TOLERANCE = 0.3;
// An operation stays below 2 KB.
const MOST_CHARACTERS = 1400;
const MOST_POINTS = 200;

export function pressureOf({ pointerType, pressure }) {
  if (pointerType !== "pen" || !pressure) return MIDDLING;
  return Math.min(5, Math.max(1, Math.round(pressure * 5)));
}

export function kept(points) {
  const tenths = thinned(points).map(inTenths);
  const strokes = [];
  let numbers = [];
  let before = [0, 0, 0];
  let length = 0;
  tenths.forEach((point, place) => {
    const step = point.map((value, axis) => value - before[axis]);
    const added = step.join().length + 1;
    if (numbers.length && (length + added > MOST_CHARACTERS || numbers.length === MOST_POINTS * 3)) {
      strokes.push(numbers);
      // The next stroke begins where this one ends.
      numbers = [...tenths[place - 1]];
      length = numbers.join().length;
    }
    numbers = [...numbers, ...step];
    length += added;
    before = point;
  });
  return [...strokes, numbers];
}

export function whole(points) {
  let before = [0, 0, 0];
  return points.map(inTenths).flatMap((point) => {
    const step = point.map((value, axis) => value - before[axis]);
    before = point;
    return step;
  });
}

export function lines({ d, w }) {
  const points = pointsOf(d);
  const found = [];
  let start = 0;
  for (let end = 1; end < points.length; end += 1) {
    if (points[end + 1]?.[2] === points[end][2]) continue;
    found.push([widthOf(w, points[end][2]), path(points.slice(start, end + 1))]);
    start = end;
  }
  return points.length === 1 ? [[widthOf(w, points[0][2]), path([points[0], points[0]])]] : found;
}

export function transform({ x, y, a, s }) {
  return `translate(${x / PER_UNIT} ${y / PER_UNIT}) rotate(${a}) scale(${s / 100})`;
}

function inTenths([x, y, pressure]) {
  return [Math.round(x * PER_UNIT), Math.round(y * PER_UNIT), pressure];
}

function pointsOf(numbers) {
  const points = [];
  let [x, y, pressure] = [0, 0, 0];
  for (let place = 0; place < numbers.length; place += 3) {
    x += numbers[place];
    y += numbers[place + 1];
    pressure += numbers[place + 2];
    points.push([x / PER_UNIT, y / PER_UNIT, pressure]);
  }
  return points;
}

function widthOf(number, pressure) {
  return Math.round(WIDTHS[number] * PRESSURES[pressure] * 100) / 100;
}

function path(points) {
  return `M${points.map(([x, y]) => `${x} ${y}`).join("L")}`;
}

/** Leave out points that lie on the line between their neighbours (Ramer, Douglas, Peucker); a change of pressure stays. */
function thinned(points) {
  const stays = new Set([0, points.length - 1]);
  points.forEach((point, place) => { if (place && point[2] !== points[place - 1][2]) stays.add(place - 1).add(place); });
  const fixed = [...stays].sort((one, other) => one - other);
  const open = fixed.slice(1).map((end, place) => [fixed[place], end]);
  while (open.length) {
    const [start, end] = open.pop();
    let [farthest, most] = [-1, TOLERANCE];
    for (let place = start + 1; place < end; place += 1) {
      const away = distance(points[place], points[start], points[end]);
      if (away > most) [farthest, most] = [place, away];
    }
    if (farthest < 0) continue;
    stays.add(farthest);
    open.push([start, farthest], [farthest, end]);
  }
  return points.filter((_, place) => stays.has(place));
}

/** How far a point is from the piece of line between two others. */
function distance([x, y], [fromX, fromY], [toX, toY]) {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const length = dx * dx + dy * dy;
  const along = length ? Math.min(1, Math.max(0, ((x - fromX) * dx + (y - fromY) * dy) / length)) : 0;
  return Math.hypot(x - fromX - along * dx, y - fromY - along * dy);
}
