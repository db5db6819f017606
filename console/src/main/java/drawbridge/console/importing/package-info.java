/// `drawbridge import`: reads a CSV file row by row and hands the rows to a gateway, piece by
/// piece. What a row means, and whether it is right, is the gateway's business; what a file is, is
/// decided here. Read [drawbridge.console.importing.ImportCommand] first, then `ImportRun`.
@NullMarked
@CheckReturnValue
package drawbridge.console.importing;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
