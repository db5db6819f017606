/// Values, lenses and compiled flows: what is configurable without Java, read from YAML and made
/// into pure functions. Nothing here knows Vert.x, SQL, JSON libraries other than for reading the
/// files, a clock or another package of ours. Read [drawbridge.mapping.Flow] first.
@NullMarked
@CheckReturnValue
package drawbridge.mapping;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
