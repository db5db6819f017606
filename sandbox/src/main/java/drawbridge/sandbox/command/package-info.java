/// What all commands of the sandbox have in common on the command line: their version, how they
/// read a port, and how they say what went wrong. Nothing here knows what a command does. Read
/// `PlainCommand` first.
@CheckReturnValue
@NullMarked
package drawbridge.sandbox.command;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
