/// Every record that is there already brought in, from a terminal. Read
/// [drawbridge.console.backfill.BackfillCommand] first.
@NullMarked
@CheckReturnValue
package drawbridge.console.backfill;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
