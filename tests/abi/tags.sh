#!/bin/sh
# tags.sh FILE...: every function of the boundary carries its rules as tags that can be searched: [thread:...] and [error...], and
# [owner:...] where memory is handed over. A tag stands in the comment before the function, or on its own lines; a comment that
# ends in (all) or (both) speaks for the rest of its struct.
exec awk '
function judge(text, name) {
  checked++
  if (group) return
  if (text !~ /\[thread:(any|one)\]/) { print FILENAME ":" FNR ": " name ": no [thread:any] or [thread:one]"; bad = 1 }
  if (text !~ /\[error:(status|never|null)\]/) { print FILENAME ":" FNR ": " name ": no [error:status], [error:never] or [error:null]"; bad = 1 }
  if (text ~ /\(void\* instance, const clusia_|const clusia_value\*|const char\* const\*\*/ && text !~ /\[owner:/) {
    print FILENAME ":" FNR ": " name ": memory is handed over, but no [owner:host] or [owner:plugin]"; bad = 1 }
}
/^ \* TAGS/ { legend = 1 }
legend { if (/\*\//) legend = 0; next }
/^typedef struct/ { group = 0; if (note !~ /\((all|both)\)/) note = ""; else group = 1 }
/^}/ { group = 0; note = ""; next }
/^[ ]*\/\*/ && !inside { incomment = 1; note = "" }
incomment {
  note = note $0
  if (/\((all|both)\)/) group = 1
  if (/\*\//) incomment = 0
  next
}
!inside && (/^  [a-z].*\(\*[a-z_]+\)\(/ || /^CLUSIA_EXPORT .*\(/) {
  inside = 1; text = note
  match($0, /\(\*[a-z_]+\)|clusia_plugin_entry/); name = substr($0, RSTART, RLENGTH)
}
inside { text = text $0; if (/;/) { judge(text, name); inside = 0; note = "" }; next }
/;/ { note = "" }
END { print checked " functions checked"; if (checked < 30) { print "too few: the check has lost its way"; bad = 1 }; exit bad }
' "$@"
