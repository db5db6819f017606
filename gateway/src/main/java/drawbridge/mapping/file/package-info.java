/// Reads a mappings folder and makes it into flows, or tells all of its mistakes at once, each with
/// its line. YAML, JSON Schema and the file system are known here and nowhere else in `mapping`; no
/// call to a system is made. Read [drawbridge.mapping.file.MappingLoader] first.
@NullMarked
@CheckReturnValue
package drawbridge.mapping.file;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
