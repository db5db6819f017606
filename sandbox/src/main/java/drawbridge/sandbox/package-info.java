/// The world outside, as real servers in processes of their own, and the judge who believes only
/// them. Nothing here may use a class of the gateway: what is shared could be wrong on both sides.
/// Read `Sandbox` first, the program behind `drawbridge sandbox`.
@CheckReturnValue
@NullMarked
package drawbridge.sandbox;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
