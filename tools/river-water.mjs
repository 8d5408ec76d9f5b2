// Writes examples/data/river-water.csv: two years of invented but plausible measurements at four stations of a river. The same file every time.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** Mulberry32. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const uniform = generator(20240417);
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
/** How much of what a town and fields let in arrives at each. */
const stations = { spring: 0.05, fields: 0.45, 'treatment works': 1, mouth: 0.7 };

function measurement(day, rain, load) {
  const season = Math.cos((2 * Math.PI * (day - 20)) / 365);
  const temperature = 12 - 8.5 * season + 1.2 * normal() + load;
  const flow = Math.max(1.5, 9 + 3 * season + 0.9 * rain + 1.5 * normal());
  const turbidity = Math.max(0.5, 3 + 2.2 * rain * (0.3 + load) + 2 * normal());
  const spill = uniform() < 0.05 * load ? 3 + 2 * uniform() : 1;
  const nitrate = Math.max(0.2, (1 + 6 * load + 0.35 * rain * load + 0.8 * normal()) * (spill > 1 ? 1.4 : 1));
  const phosphate = Math.max(0.01, (0.04 + 0.22 * load + 0.05 * normal()) * spill);
  const oxygen = Math.max(1.5, 14.6 - 0.36 * temperature + 0.0035 * temperature ** 2 - 2.2 * load - (spill > 1 ? 2.5 : 0) + 0.5 * normal());
  return { temperature, flow, ph: 7.7 - 0.3 * load + 0.18 * normal(), oxygen, turbidity, nitrate, phosphate, conductivity: Math.max(120, 280 + 330 * load - 4 * flow + 25 * normal()) };
}

/** As a water board would put it, with what it sees beside the numbers. */
function qualityOf({ oxygen, turbidity, nitrate, phosphate }) {
  const score = (oxygen < 6.5 ? 2 : oxygen < 8.5 ? 1 : 0) + (nitrate > 8 ? 1.5 : nitrate > 5 ? 0.7 : 0) + (phosphate > 0.4 ? 2 : phosphate > 0.18 ? 0.8 : 0) + (turbidity > 25 ? 1 : 0) + 0.1 * normal();
  return score > 2.6 ? 'poor' : score > 1 ? 'fair' : 'good';
}

const lines = ['date,station,rain,water_temperature,flow,ph,dissolved_oxygen,turbidity,nitrate,phosphate,conductivity,quality'];
for (let day = 0; day < 730; day += 4) {
  const date = new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10);
  const rain = uniform() < 0.45 ? -6 * Math.log(1 - uniform()) : 0;
  for (const [station, load] of Object.entries(stations)) {
    const found = measurement(day, rain, load);
    const quality = qualityOf(found);
    const sensor = (value, digits) => (uniform() < 0.02 ? '' : value.toFixed(digits)); // a sensor fails now and then
    const { temperature, flow, ph, oxygen, turbidity, nitrate, phosphate, conductivity } = found;
    lines.push([date, station, rain.toFixed(1), temperature.toFixed(1), flow.toFixed(1), sensor(ph, 2), sensor(oxygen, 1), sensor(turbidity, 1), nitrate.toFixed(1), sensor(phosphate, 2), conductivity.toFixed(0), quality].join(','));
  }
}
writeFileSync(join(root, 'examples/data/river-water.csv'), `${lines.join('\n')}\n`);
