function __doapi_complete
    set -lx VARIABLE fish
    PROGRAM -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --cut-at-cursor --current-token) 2>/dev/null
end
for name in NAMES
    complete --command $name --keep-order --no-files --arguments '(__doapi_complete)'
end
