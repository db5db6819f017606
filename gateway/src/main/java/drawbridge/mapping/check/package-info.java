/// Looks closer at a mappings folder than the gateway does when it starts: runs the worked
/// examples, holds every place to the document of its API, and every lens to its laws. It reads
/// files and nothing else: no system is called. Read [drawbridge.mapping.check.MappingCheck] first.
@NullMarked
@CheckReturnValue
package drawbridge.mapping.check;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
