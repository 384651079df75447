import { decodeError } from "../sdk.js";
import { Notice } from "./Notice.js";

/** What went wrong, in the words of the error itself. */
export function ErrorNotice({ error }: { readonly error: unknown }) {
  return (
    <Notice tone="loss">
      <span>{decodeError(error).message}</span>
    </Notice>
  );
}
