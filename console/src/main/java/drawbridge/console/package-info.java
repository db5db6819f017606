/// The operations console as a program: its command line and the start of JavaFX. Screens do not
/// live here but in a package for each feature, and nothing here speaks to the gateway. Read
/// `ConsoleApp` first.
@CheckReturnValue
@NullMarked
package drawbridge.console;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
