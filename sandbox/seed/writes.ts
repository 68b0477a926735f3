/** Property values in the shape in which Notion takes them. Empty stays empty. */

const pieces = (content: string) => (content === '' ? [] : [{ text: { content } }]);

export const title = (content: string) => ({ title: pieces(content) });
export const text = (content: string) => ({ rich_text: pieces(content) });
export const number = (value: number | null) => ({ number: value });
export const checkbox = (checked: boolean) => ({ checkbox: checked });
export const select = (name: string | null) => ({ select: name === null ? null : { name } });
export const multiSelect = (names: readonly string[]) => ({ multi_select: names.map((name) => ({ name })) });
export const date = (start: string | null) => ({ date: start === null ? null : { start } });
export const email = (address: string | null) => ({ email: address });
export const url = (address: string | null) => ({ url: address });
export const people = (ids: readonly string[]) => ({ people: ids.map((id) => ({ id })) });
export const relation = (ids: readonly string[]) => ({ relation: ids.map((id) => ({ id })) });
