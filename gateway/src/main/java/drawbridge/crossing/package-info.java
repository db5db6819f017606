/// Runs the engine in Vert.x: one verticle class per direction, as many instances as cores, and the
/// clock and dice that the engine is given there. No rule and no decision lives here. Read
/// [drawbridge.crossing.CrossingVerticle] first.
@NullMarked
@CheckReturnValue
package drawbridge.crossing;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
