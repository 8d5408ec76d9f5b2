import { later } from '../i18n/i18n.ts';

export interface TourStep {
  /** Selectors of what the step is about; the first that is on the page is pointed at. */
  readonly targets: readonly string[];
  readonly title: string;
  readonly text: string;
}

/** A minute through the page, in the order in which a first workflow is made. */
export const steps: readonly TourStep[] = [
  { targets: ['[data-area="panel"]'], title: later('The steps'), text: later('Everything a workflow can do, from loading a file to serving a model. Click a step or drag it onto the canvas, or press / and type.') },
  { targets: ['[data-testid="canvas"]'], title: later('The canvas'), text: later('Here steps are wired: draw from a dot at the right of one to a dot at the left of another. A wire that does not fit is refused, with the reason. Ctrl+Z takes anything back.') },
  { targets: ['[data-testid="inspector"]'], title: later('What a step is told'), text: later('Click a step, and its parameters are here: which file, which column, how long to train. What is wrong is said at the field. All is saved by itself.') },
  { targets: ['[data-testid="run-button"]', '[data-testid="cancel-button"]'], title: later('Run'), text: later('Runs the workflow while you watch. Run it again after a change, and only what the change concerns is computed anew.') },
  { targets: ['[data-testid="output-dock"]', '[data-testid="output-hint"]', '[data-testid="canvas"]'], title: later('What came out'), text: later('Click a step that has run: its tables, charts, curves and log open below the canvas.') },
  { targets: ['nav'], title: later('And then'), text: later('Earlier runs, every version of the workflow, schedules, and models that answer requests. The question mark below starts this tour again.') },
];
