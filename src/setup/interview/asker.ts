/** Somebody who answers. The command line has one; scripts have none. */
export type Asker = {
  readonly text: (question: TextQuestion) => Promise<string>;
  readonly choose: <T extends string>(question: ChoiceQuestion<T>) => Promise<T>;
  readonly confirm: (message: string, initial: boolean) => Promise<boolean>;
  /** Shows some lines below a title. */
  readonly show: (title: string, lines: readonly string[]) => void;
};

export type TextQuestion = {
  readonly message: string;
  readonly hint?: string;
  /** What is taken when nothing is entered. */
  readonly initial?: string;
  readonly isSecret?: boolean;
  /** What is wrong with an answer; undefined: nothing. */
  readonly problem: (answer: string) => string | undefined;
};

export type ChoiceQuestion<T extends string> = {
  readonly message: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly hint?: string }[];
  readonly initial?: T;
};

/** The person has had enough for now. */
export class Stopped extends Error {
  override readonly name = 'Stopped';

  constructor() {
    super('Stopped. Run the command again to go on from here.');
  }
}
