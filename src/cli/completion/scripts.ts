/**
 * What a shell runs to learn completion. Each script asks `llmcost __complete -- <words>` for lines of a
 * word and, behind a tab, what it means; `:files` among them stands for the shell's own files.
 */
export type Shell = 'bash' | 'zsh' | 'fish' | 'powershell';

const BASH = `# Completion of llmcost for bash (3.2 and newer). In ~/.bashrc:
#   eval "$(llmcost completion bash)"
_llmcost() {
  local line="\${COMP_LINE:0:COMP_POINT}" current word head files=
  local -a words
  # Words are what stands between spaces: bash itself would also break names at colons.
  read -ra words <<< "$line"
  case "$line" in *[[:space:]]) words+=("") ;; esac
  current="\${words[\${#words[@]}-1]}"
  # What bash replaces is what stands behind the last of these.
  head="\${current%"\${current##*[:=@]}"}"
  COMPREPLY=()
  while IFS=$'\\t' read -r word _; do
    if [ "$word" = ":files" ]; then
      files=1
    elif [ -n "$word" ]; then
      COMPREPLY+=("\${word#"$head"}")
      case "$word" in */) compopt -o nospace 2>/dev/null ;; esac
    fi
  done < <(llmcost __complete -- "\${words[@]:1}" 2>/dev/null)
  if [ -n "$files" ]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "\${current#"$head"}")
  fi
}
complete -F _llmcost llmcost
`;

const ZSH = `#compdef llmcost
# Completion of llmcost for zsh. In ~/.zshrc, behind compinit:
#   eval "$(llmcost completion zsh)"
_llmcost() {
  local line word text files
  local -a asked words_ texts steps lines
  asked=("\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}")
  while IFS= read -r line; do
    word="\${line%%$'\\t'*}"
    text="\${line#*$'\\t'}"
    if [[ $word == :files ]]; then
      files=1
    elif [[ $word == */ ]]; then
      steps+=("$word")
    else
      words_+=("$word")
      if [[ $text == $word ]]; then
        texts+=("$word")
      else
        texts+=("$word  -- $text")
        lines=(-l)
      fi
    fi
  done < <(llmcost __complete -- "\${asked[@]}" 2>/dev/null)
  (( \${#words_} )) && compadd $lines -d texts -a words_
  (( \${#steps} )) && compadd -S '' -a steps
  [[ -n $files ]] && _files
  return 0
}
# As a file of $fpath the script is the function itself; else it is named here.
if [[ \${funcstack[1]} == _llmcost ]]; then _llmcost "$@"; else compdef _llmcost llmcost; fi
`;

const FISH = `# Completion of llmcost for fish. In ~/.config/fish/config.fish:
#   llmcost completion fish | source
function __llmcost_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (llmcost __complete -- $words[2..-1] "$current" 2>/dev/null)
        if test "$line" = ":files"
            __fish_complete_path "$current"
        else
            echo $line
        end
    end
end
complete -c llmcost -f -a '(__llmcost_complete)'
`;

const POWERSHELL = `# Completion of llmcost for PowerShell. In $PROFILE:
#   llmcost completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName llmcost -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        Select-Object -Skip 1 |
        ForEach-Object { $_.Extent.Text })
    # An empty argument does not reach a program; "" in quotes does.
    if ($wordToComplete -eq '') { $words += '""' }
    llmcost __complete -- @words 2>$null | ForEach-Object {
        $value, $text = $_ -split "\`t", 2
        if ($value -eq ':files') {
            Get-ChildItem -Path "$wordToComplete*" -ErrorAction SilentlyContinue | ForEach-Object {
                $path = Resolve-Path -Relative -Path $_.FullName
                [System.Management.Automation.CompletionResult]::new($path, $_.Name, 'ProviderItem', $_.FullName)
            }
        } else {
            if (-not $text) { $text = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $text)
        }
    }
}
`;

export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
  powershell: POWERSHELL,
};
