/// The commands that read mappings and call nobody, `check`, `new` and `impact`: what
/// [drawbridge.mapping.check.MappingCheck] and its neighbours find and propose, in words for people
/// and as JSON for programs. No rule of a mapping lives here. Read [drawbridge.check.CheckCommand]
/// first.
@NullMarked
@CheckReturnValue
package drawbridge.check;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
