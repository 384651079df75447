// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {VM} from "./IVm.sol";

/// @title Tally
/// @notice Counts what happened in one run. The chain is thrown away after each run, so {write} leaves a line in a file:
/// every name with its count, zeros included.
contract Tally {
    bytes32[] private _names;
    mapping(bytes32 name => bool) private _declared;
    mapping(bytes32 name => uint256) public count;

    /// @notice Names what must happen in a suite, so that it is written even if it never did.
    function declare(bytes32[] memory names) external {
        for (uint256 i = 0; i < names.length; ++i) _declare(names[i]);
    }

    function add(bytes32 name) external {
        _declare(name);
        ++count[name];
    }

    /// @notice Appends `name=count;name=count;...` to the file.
    function write(string calldata path) external {
        string memory line;
        for (uint256 i = 0; i < _names.length; ++i) {
            line = string.concat(line, i == 0 ? "" : ";", _text(_names[i]), "=", _decimal(count[_names[i]]));
        }
        VM.writeLine(path, line);
    }

    function _declare(bytes32 name) private {
        if (_declared[name]) return;
        _declared[name] = true;
        _names.push(name);
    }

    function _text(bytes32 word) private pure returns (string memory) {
        uint256 length = 0;
        while (length < 32 && word[length] != 0) ++length;
        bytes memory text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            text[i] = word[i];
        }
        return string(text);
    }

    function _decimal(uint256 value) private pure returns (string memory text) {
        do {
            text = string.concat(string(abi.encodePacked(bytes1(uint8(48 + (value % 10))))), text);
            value /= 10;
        } while (value != 0);
    }
}
