/** What every control shows around itself, in the words of Mantine's inputs. */
export interface Frame {
  readonly label: string;
  readonly description: string | undefined;
  readonly withAsterisk: boolean;
  readonly error: string | undefined;
  readonly size: 'xs';
}
