/// Conditions, filters and computed fields: CEL over the records of one side. No input, no output,
/// no clock; what an expression may ask for and how long it may take is bounded when it is
/// compiled. Only this package knows `dev.cel`. Read [Expression] first.
@NullMarked
@CheckReturnValue
package drawbridge.mapping.cel;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
