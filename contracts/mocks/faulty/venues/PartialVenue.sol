// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {IVenueAccount} from "../../../interfaces/IVenueAccount.sol";
import {AdapterVenue} from "./AdapterVenue.sol";
import {PartialAccount} from "./PartialAccount.sol";

/// @title PartialVenue
/// @notice Reduces a position only in large or only in small pieces, and says so.
contract PartialVenue is AdapterVenue {
    /// @notice {1} Smallest reduction, of the position, WAD.
    uint256 public least;
    /// @notice {1} Largest reduction, of the position, WAD.
    uint256 public most = 1e18;

    constructor(IFuturesVenue inner_) AdapterVenue(inner_) {}

    function setPieces(uint256 least_, uint256 most_) external {
        (least, most) = (least_, most_);
    }

    function _open(bytes32 market, address owner) internal override returns (IVenueAccount) {
        return new PartialAccount(inner, market, owner);
    }
}
