package drawbridge.opsapi;

/// How far a file has come.
///
/// @param rows dealt with so far, the first row with the names not counted
/// @param taken of them
/// @param refused of them
/// @param ended whether all rows are dealt with
public record ImportState(long rows, long taken, long refused, boolean ended) {}
