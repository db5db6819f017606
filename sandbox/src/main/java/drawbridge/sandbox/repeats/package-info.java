/// What repeats: the two systems' own ways of writing it, and its occurrences counted day by day.
/// It shares nothing with the gateway, so that both can be held against each other; it knows no
/// server. Read `Repeats` first.
@CheckReturnValue
@NullMarked
package drawbridge.sandbox.repeats;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
