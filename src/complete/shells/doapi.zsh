_doapi() {
    local line
    local -a complete open
    for line in "${(@f)$(VARIABLE=zsh PROGRAM -- "${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        case $line in
            /*) open+=("${line#?}") ;;
            ?*) complete+=("${line#?}") ;;
        esac
    done
    (( $#complete )) && _describe -V 'doapi' complete -U
    (( $#open )) && _describe -V 'directory' open -U -S ''
    return $(( $#complete + $#open == 0 ))
}
compdef _doapi NAMES
