/** A folder a report cannot be written to. */
export class ReportFolderError extends Error {
  override readonly name = "ReportFolderError";
}
