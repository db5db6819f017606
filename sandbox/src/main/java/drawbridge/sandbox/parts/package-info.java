/// Programs of Drawbridge as processes of their own, started by its launcher. Nothing here knows
/// what the programs do, and no class of theirs is loaded. Read `Part` first: it is one such
/// process.
@CheckReturnValue
@NullMarked
package drawbridge.sandbox.parts;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
