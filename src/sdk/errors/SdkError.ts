/** Every failure the SDK reports. Its message is one sentence that says what to do next; `cause` keeps what happened. */
export class SdkError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}
