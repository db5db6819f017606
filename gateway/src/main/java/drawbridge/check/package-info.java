/// The command `drawbridge check`: what [drawbridge.mapping.check.MappingCheck] finds, in words for
/// people and as JSON for programs. No rule of a mapping lives here. Read
/// [drawbridge.check.CheckCommand] first.
@NullMarked
@CheckReturnValue
package drawbridge.check;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
