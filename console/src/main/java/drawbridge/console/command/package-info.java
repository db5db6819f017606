/// What all commands of this module have in common on the command line: their version, and how they
/// say what went wrong. Nothing here knows what a command does. Read `PlainCommand` first.
@CheckReturnValue
@NullMarked
package drawbridge.console.command;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
