/// What the gateway and the console say to each other: records, enumerations and paths of the ops
/// API. No input or output, no Vert.x and no JavaFX may come in here, so that either side can be
/// replaced. Read the record of the overview first: the other answers follow its pattern.
@CheckReturnValue
@NullMarked
package drawbridge.opsapi;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
