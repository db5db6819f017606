/// The lenses: each reads a neutral value out of a native record and writes it back, and says what
/// a value goes through on the way. No file, schema or name of any system is known here; whoever
/// adds a lens adds its laws to the tests. Read [drawbridge.mapping.lens.Lens] first, then
/// [drawbridge.mapping.lens.CompiledFlow].
@NullMarked
@CheckReturnValue
package drawbridge.mapping.lens;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
