/// What happened to a record, told in the terminal: `drawbridge why`. It asks the gateway as the
/// screens do, and needs no display. Read `Why` first.
@NullMarked
@CheckReturnValue
package drawbridge.console.why;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
