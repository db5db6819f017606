/// What cannot be written as it is: seen with its error and payload, replayed or discarded. No
/// payload is written to a log or to the clipboard on its own. Read `DeadLettersView` first.
@CheckReturnValue
@NullMarked
package drawbridge.console.deadletters;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
